"""What is shown: pages, item models, widgets, the task runner."""
