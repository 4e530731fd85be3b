"""The REST face of search, mounted by `AppConfig.api_module`: a module a topic, each of which asks one service."""

from ninja import Router

from ml_search.errors import IndexBusy, IndexUnreadable, NoGeneration, NoSite, QueryError, StoreError

from . import generations, public, search, searches, seo

ERROR_STATUS = {
    NoSite: 404,
    NoGeneration: 404,
    IndexBusy: 409,
    IndexUnreadable: 409,
    StoreError: 409,
    QueryError: 422,
}

router = Router()
for part in (search, public, generations, searches, seo):
    router.add_router("", part.router)
