"""Where people work: organisations by their ODS code, and the pages on which they are kept."""
