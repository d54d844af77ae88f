"""Line by line: for screen readers, and wherever a full screen is too much.

Numbered questions, one line at a time. Nothing that was written is written over, no cursor is
moved, nothing is told by colour. What is done is what the commands do: a menu asks for what a
command line would have said, and runs the command with the keys that are unlocked already.
"""
