"""The main job as it is lived: real processes, real files, a keyboard, and what goes wrong around them."""
