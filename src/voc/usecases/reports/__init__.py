"""The month's report and the reviews: computed, decided on, frozen, delivered."""
