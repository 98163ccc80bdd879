"""What a person said, from whatever was sent: mails, machines, chats, forms and code."""
