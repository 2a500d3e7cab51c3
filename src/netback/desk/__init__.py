"""Who decided what: the shared database of documents, proposals, decisions and forecasts."""
