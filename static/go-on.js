// A page that is only on the way sends its form by itself. Without this module somebody presses its button.

document.querySelector("form[data-goes-on]").submit();
