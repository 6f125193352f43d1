"""The proof by counting: small stocks, the real procedure, all that could be true."""
