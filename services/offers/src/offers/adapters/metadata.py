"""The one catalogue in which every table of the offers service is entered."""

from sqlalchemy import MetaData

metadata = MetaData()
