"""The words shared with the page. The page's TypeScript types are generated from here."""
