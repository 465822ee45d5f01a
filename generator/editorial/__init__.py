"""The pages written as articles: home, guides, news, questions. The only package that knows MkDocs."""
