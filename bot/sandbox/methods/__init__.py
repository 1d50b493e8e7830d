"""The Bot API's methods: a table of small functions by name.

- ``base``: parameters, and what makes a function a method;  ``table``: all of them
- ``sending``, ``media``, ``editing``: messages;  ``queries``: answers to buttons and inline queries
- ``receiving``: getUpdates and webhooks;  ``setup``: what a bot says of itself;  ``chats``: rooms and members;  ``fetching``: files
"""
