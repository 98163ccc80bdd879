"""What a refresh computes, without a database: snippets and what the last run knew in, themes and verdicts out."""
