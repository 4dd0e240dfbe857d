"""The tree agrees with the definition of RFC 9162, and its proofs prove nothing else."""

import hashlib
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.core.ledger import tiles, tree
from linli.core.ledger.hashes import leaf_hash
from linli.core.shared.outcomes import Problem

MOST = 70
LEAVES = [leaf_hash(struct.pack(">I", number)) for number in range(MOST)]
TREE = tree.Tree(LEAVES)


def naive_root(hashes):
    """MTH of RFC 9162, 2.1.1, word for word."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    k = 1
    while k * 2 < len(hashes):
        k *= 2
    return hashlib.sha256(b"\x01" + naive_root(hashes[:k]) + naive_root(hashes[k:])).digest()


def naive_path(m, hashes):
    """PATH of RFC 9162, 2.1.3.1."""
    if len(hashes) == 1:
        return []
    k = 1
    while k * 2 < len(hashes):
        k *= 2
    if m < k:
        return [*naive_path(m, hashes[:k]), naive_root(hashes[k:])]
    return [*naive_path(m - k, hashes[k:]), naive_root(hashes[:k])]


def naive_subproof(m, hashes, known):
    """SUBPROOF of RFC 9162, 2.1.4.1."""
    if m == len(hashes):
        return [] if known else [naive_root(hashes)]
    k = 1
    while k * 2 < len(hashes):
        k *= 2
    if m <= k:
        return [*naive_subproof(m, hashes[:k], known), naive_root(hashes[k:])]
    return [*naive_subproof(m - k, hashes[k:], False), naive_root(hashes[:k])]


@pytest.mark.parametrize("size", range(MOST + 1))
def test_every_root_and_inclusion_proof(size):
    expected = naive_root(LEAVES[:size])
    assert tree.root(size, TREE.node) == expected
    for index in range(size):
        proof = tree.inclusion_proof(index, size, TREE.node)
        assert list(proof) == naive_path(index, LEAVES[:size])
        assert tree.verify_inclusion(LEAVES[index], index, size, proof, expected)


@pytest.mark.parametrize("new", range(1, MOST + 1))
def test_every_consistency_proof(new):
    new_root = naive_root(LEAVES[:new])
    for old in range(1, new + 1):
        old_root = naive_root(LEAVES[:old])
        proof = tree.consistency_proof(old, new, TREE.node)
        assert list(proof) == naive_subproof(old, LEAVES[:new], True)
        assert tree.verify_consistency(old, new, old_root, new_root, proof)


@pytest.mark.parametrize(("index", "size"), [(-1, 5), (5, 5), (0, 0)])
def test_no_path_to_what_is_not_there(index, size):
    assert isinstance(tree.inclusion_proof(index, size, TREE.node), Problem)
    assert not tree.verify_inclusion(LEAVES[0], index, size, (), tree.root(size, TREE.node))


@pytest.mark.parametrize(("old", "new"), [(0, 5), (6, 5), (-1, 5)])
def test_a_log_does_not_shrink(old, new):
    assert isinstance(tree.consistency_proof(old, new, TREE.node), Problem)
    assert not tree.verify_consistency(old, new, LEAVES[0], LEAVES[0], ())


def flipped(proof, position, bit):
    one = bytearray(proof[position])
    one[bit // 8] ^= 1 << bit % 8
    return (*proof[:position], bytes(one), *proof[position + 1 :])


@settings(max_examples=100)
@given(st.data(), st.integers(2, MOST), st.integers(0, 255))
def test_a_changed_inclusion_proof_is_caught(data, size, bit):
    index = data.draw(st.integers(0, size - 1))
    root = tree.root(size, TREE.node)
    proof = tree.inclusion_proof(index, size, TREE.node)
    position = data.draw(st.integers(0, len(proof) - 1))
    other = data.draw(st.integers(0, MOST - 1).filter(lambda n: n != index))
    check = tree.verify_inclusion
    assert not check(LEAVES[index], index, size, flipped(proof, position, bit), root)
    assert not check(LEAVES[index], index, size, proof[:-1], root)
    assert not check(LEAVES[index], index, size, (*proof, proof[0]), root)
    assert not check(LEAVES[other], index, size, proof, root)
    assert not check(LEAVES[index], other, size, proof, root)
    assert not check(LEAVES[index], index, size, proof, flipped((root,), 0, bit)[0])


@settings(max_examples=100)
@given(st.data(), st.integers(2, MOST), st.integers(0, 255))
def test_a_changed_consistency_proof_is_caught(data, new, bit):
    old = data.draw(st.integers(1, new - 1))
    roots = tree.root(old, TREE.node), tree.root(new, TREE.node)
    proof = tree.consistency_proof(old, new, TREE.node)
    position = data.draw(st.integers(0, len(proof) - 1))
    check = tree.verify_consistency
    assert check(old, new, *roots, proof)
    assert not check(old, new, *roots, flipped(proof, position, bit))
    assert not check(old, new, *roots, proof[:-1])
    assert not check(old, new, *roots, (*proof, proof[0]))
    assert not check(old, new, flipped(roots, 0, bit)[0], roots[1], proof)
    assert not check(old, new, roots[0], flipped(roots, 1, bit)[1], proof)


def test_the_same_state_needs_no_proof():
    root = tree.root(9, TREE.node)
    assert tree.verify_consistency(9, 9, root, root, ())
    assert not tree.verify_consistency(9, 9, root, root, (root,))
    assert not tree.verify_consistency(3, 9, tree.root(3, TREE.node), root, ())


def many(count):
    return [leaf_hash(struct.pack(">I", number)) for number in range(count)]


def reader(kept):
    return lambda level, number: kept[level, number]


@settings(max_examples=25)
@given(st.lists(st.integers(1, 700), min_size=1, max_size=4))
def test_tiles_grow_to_the_same_tree(steps):
    hashes, kept, size = many(sum(steps)), {}, 0
    for step in steps:
        kept.update(tiles.grow(size, hashes[size : size + step], reader(kept)))
        size += step
    reference = tree.Tree(hashes)
    node = tiles.node_reader(reader(kept))
    assert tree.root(size, node) == tree.root(size, reference.node)
    assert tree.inclusion_proof(size // 2, size, node) == tree.inclusion_proof(
        size // 2, size, reference.node
    )
    old = max(1, size // 3)
    assert tree.consistency_proof(old, size, node) == tree.consistency_proof(old, size, reference.node)
    wanted = {(one.level, one.number): one.width for one in tiles.addresses(size)}
    assert {place: len(data) // 32 for place, data in kept.items()} == wanted
    assert all(tiles.width_at(size, *place) == width for place, width in wanted.items())


def test_two_levels_of_tiles():
    hashes = many(256 * 256 + 3)
    kept = tiles.grow(0, hashes, reader({}))
    assert [len(kept[2, 0]) // 32, len(kept[0, 256]) // 32] == [1, 3]
    node = tiles.node_reader(reader(kept))
    assert tree.root(len(hashes), node) == tree.root(len(hashes), tree.Tree(hashes).node)
    assert tiles.width_at(len(hashes), 1, 1) == 0


@pytest.mark.parametrize(
    ("address", "path"),
    [
        (tiles.Address(0, 0), "0/000"),
        (tiles.Address(1, 1234067), "1/x001/x234/067"),
        (tiles.Address(0, 273, 5), "0/273.p/5"),
        (tiles.Address(None, 1000, 255), "entries/x001/000.p/255"),
    ],
)
def test_tile_paths_both_ways(address, path):
    assert address.path == path
    assert tiles.read_path(path) == address


@pytest.mark.parametrize(
    "path",
    [
        "6/000",
        "0/0",
        "0/x000/000",
        "0/1000",
        "0/000.p/0",
        "0/000.p/256",
        "0/000.p/300",
        "x/000",
        "0/x01/000",
        "",
        "0/٠٠٠",
    ],
)
def test_other_spellings_are_no_tiles(path):
    assert isinstance(tiles.read_path(path), Problem)


@given(st.lists(st.binary(max_size=300), max_size=20))
def test_bundles_both_ways(leaves):
    data = tiles.write_bundle(leaves)
    assert tiles.read_bundle(data) == tuple(leaves)
    if data:
        cut = tiles.read_bundle(data[:-1])
        assert isinstance(cut, Problem)


def test_a_bundle_cut_in_a_length():
    assert isinstance(tiles.read_bundle(b"\x00"), Problem)
