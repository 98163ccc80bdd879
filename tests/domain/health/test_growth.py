from tests.domain.health.known import assess, rated, said, signal

USED = [signal("active_users", 95), signal("licensed_seats", 100), signal("workflow_completion", 0.95), signal("champion_active", 1)]
HAPPY = {"signals": USED, "renews": 300}


def test_a_promoter_who_is_healthy_and_content_would_speak_for_us() -> None:
    advocate = assess(said(0.8, 5), [rated(10)], **HAPPY).advocate
    assert advocate.holds
    assert advocate.reasons[0].startswith("rated 10 of 10 on")
    assert advocate.quotes == ("snp_0.8_call_note_None_None_5",)


def test_who_rates_low_complains_threatens_or_fell_silent_is_not_asked() -> None:
    assert not assess(said(0.8, 5), [rated(8)], **HAPPY).advocate.holds
    assert not assess(said(0.8, 5), [rated(10), rated(3, 40)], **HAPPY).advocate.holds
    assert not assess(said(-0.4, 5), [rated(10)], **HAPPY).advocate.holds
    assert not assess([*said(0.9, 4, 5, 6), *said(0.1, 7, intent="churn_threat")], [rated(10)], **HAPPY).advocate.holds
    assert not assess(said(0.8, 200), [rated(10, 170)], **HAPPY).advocate.holds
    assert not assess(said(0.8, 5), [rated(10)], signals=[signal("active_users", 5), signal("licensed_seats", 100)], renews=10).advocate.holds


def test_full_seats_growing_use_and_words_each_tell_of_expansion() -> None:
    assert assess(signals=[signal("active_users", 90), signal("licensed_seats", 100)]).expansion.reasons == ("90 of 100 seats in use",)
    growing = assess(signals=[signal("active_users", 60, 90), signal("active_users", 72), signal("licensed_seats", 100)]).expansion
    assert (growing.holds, growing.reasons) == (True, ("+20% active users in a quarter",))
    asked = assess(said(0.1, 5, 9, intent="upsell_signal")).expansion
    assert asked.reasons == ("2 points ask for more or a higher plan in 120 days",)
    assert len(asked.quotes) == 2


def test_old_numbers_half_empty_seats_and_accounts_that_left_tell_of_none() -> None:
    assert not assess(signals=[signal("active_users", 90, 100), signal("licensed_seats", 100, 100)]).expansion.holds
    assert not assess(signals=[signal("active_users", 10, 90), signal("active_users", 14), signal("licensed_seats", 100)]).expansion.holds
    assert not assess(said(0.1, 5, intent="upsell_signal"), status="churned").expansion.holds
