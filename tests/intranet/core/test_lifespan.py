"""What runs while the server does."""

import gc

from intranet.core.lifespan import settled


async def test_what_is_loaded_is_out_of_the_collector_s_way_while_the_server_runs():
    before = gc.get_freeze_count()
    async with settled():
        assert gc.get_freeze_count() > before + 100_000
    assert gc.get_freeze_count() == 0
