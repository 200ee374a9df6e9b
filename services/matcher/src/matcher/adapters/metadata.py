"""The one catalogue in which every table of the matcher is entered."""

from sqlalchemy import MetaData

metadata = MetaData()
