"""A letterbox every app uses: e-mail, console, SMS by adapter."""
