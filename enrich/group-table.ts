/** Numbers from 1 to 65,535 by letter group, in a few hundred kilobytes; 0 where a group has none. */
export type GroupTable = {
  readonly get: (head: number, tail: number) => number;
  readonly set: (head: number, tail: number, value: number) => void;
  readonly clear: () => void;
};

/** A table for up to `capacity` groups: open addressing, at most half full, so that most are found at first sight. */
export function createGroupTable(capacity: number): GroupTable {
  const size = 2 ** Math.ceil(Math.log2(capacity * 2));
  // Two numbers a place: the head; the tail above the value. A value of 0 is an empty place.
  const places = new Int32Array(size * 2);
  const placeOf = (head: number, tail: number): number => {
    let hash = Math.imul(head, 0x9e3779b1) ^ Math.imul(tail, 0x85ebca6b);
    hash ^= hash >>> 15;
    for (let place = hash & (size - 1); ; place = (place + 1) & (size - 1)) {
      const second = places[place * 2 + 1]!;
      if (second === 0 || (places[place * 2] === head && second >>> 16 === tail)) return place * 2;
    }
  };
  return {
    get: (head, tail) => places[placeOf(head, tail) + 1]! & 0xffff,
    set: (head, tail, value) => {
      const place = placeOf(head, tail);
      places[place] = head;
      places[place + 1] = (tail << 16) | value;
    },
    clear: () => {
      places.fill(0);
    },
  };
}
