"""From a query to an explained answer."""
