"""What each command does with its inputs and settings: build the options, call one function, give an exit status."""
