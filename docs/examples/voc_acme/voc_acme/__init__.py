"""Profiles of Acme Helpdesk for voc: the YAML files in this folder."""
