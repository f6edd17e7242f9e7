"""The commands: each builds the options of its inputs and settings, calls one function, gives an exit status."""
