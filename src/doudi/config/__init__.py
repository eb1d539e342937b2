"""Settings, routes and the web server: the top floor."""
