"""The search page. Imports search_app only; everything it shows goes through `ui.markup.html`."""
