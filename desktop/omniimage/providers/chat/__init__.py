"""Chat models: words in, words out, streamed; one plain request whatever the provider speaks."""
