"""What runs while the server does."""

import gc

from intranet.core.lifespan import settled


async def test_what_is_loaded_is_out_of_the_collector_s_way_while_the_server_runs():
    before, usual = gc.get_freeze_count(), gc.get_threshold()
    async with settled():
        assert gc.get_freeze_count() > before + 100_000
        # And it comes less often than once a page.
        assert gc.get_threshold()[0] > 20_000
    assert gc.get_freeze_count() == 0
    assert gc.get_threshold() == usual
