"""The application: window, actions, controller, command line. May import everything."""
