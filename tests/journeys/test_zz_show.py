import cProfile, pstats
def test_show(citizen, worker, county):
    me = citizen("share_30")
    p = cProfile.Profile(); p.enable()
    case = me.hand_in(county); worker.run()
    p.disable(); pstats.Stats(p).sort_stats("cumulative").print_stats(60)
    assert 0
