"""The desk's side of reports: what it reads, what its forms take, and what its pages say."""
