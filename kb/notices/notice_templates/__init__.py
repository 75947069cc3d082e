"""What live issues and planned changes are posted from: words thought about before they are needed."""
