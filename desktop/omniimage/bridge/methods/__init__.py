"""The Api's methods, by what they are about; `bridge.api` joins them."""
