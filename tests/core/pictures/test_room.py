"""Labels cover nothing: what is free, what is crossed, and what is left out."""

from hypothesis import given
from hypothesis import strategies as st

from core.pictures.room import WIDTH, Box, Room, Spot, around, written

RIGHT_OR_LEFT = [Spot("left", 9), Spot("right", -9)]


def test_a_label_hangs_left_where_right_of_it_is_taken():
    room = Room([around(120, 0, 6)])
    assert room.hang(100, 0, "1,240", 12, RIGHT_OR_LEFT) == RIGHT_OR_LEFT[1]


def test_a_label_crosses_no_line_where_it_need_not():
    room = Room(strokes=[(115, -50, 115, 50)])
    assert room.hang(100, 0, "1,240", 12, RIGHT_OR_LEFT) == RIGHT_OR_LEFT[1]
    room = Room(strokes=[(110, 20, 150, -20)])
    assert room.hang(100, 0, "1,240", 12, RIGHT_OR_LEFT) == RIGHT_OR_LEFT[1]
    room = Room(strokes=[(150, 60, 110, 40)])
    assert room.hang(100, 0, "1,240", 12, RIGHT_OR_LEFT) == RIGHT_OR_LEFT[0]


def test_a_label_without_room_is_left_out_unless_it_must_be_there():
    room = Room([Box(0, -50, WIDTH, 50)])
    assert room.hang(100, 0, "1,240", 12, RIGHT_OR_LEFT) is None
    assert room.force(100, 0, "1,240", 12, RIGHT_OR_LEFT) == RIGHT_OR_LEFT[0]


def test_a_label_keeps_within_the_drawing():
    assert Room().hang(WIDTH - 4, 0, "1,240", 12, RIGHT_OR_LEFT) == RIGHT_OR_LEFT[1]
    assert Room().hang(4, 0, "1,240", 12, RIGHT_OR_LEFT[::-1]) == RIGHT_OR_LEFT[0]


@given(st.lists(st.tuples(st.floats(0, WIDTH), st.floats(0, 300), st.sampled_from(("7", "1,240", "not detected"))), max_size=15))
def test_no_two_labels_meet(labels):
    room = Room()
    found = [(x, y, text, room.hang(x, y, text, 12, RIGHT_OR_LEFT)) for x, y, text in labels]
    boxes = [written(x, y, text, 12, spot) for x, y, text, spot in found if spot is not None]
    assert not any(one.meets(other) for at, one in enumerate(boxes) for other in boxes[:at])
