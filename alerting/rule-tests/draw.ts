import type { Share } from './shares';

/** Chooses from shares, once for each mention. */
export type Draw = {
  readonly label: (shares: readonly Share[]) => string;
  readonly isOne: (share: number) => boolean;
};

/**
 * By chance where there is a source of it. Without, whoever is furthest behind its share comes next: of 45 % negatives
 * each twenty mentions hold nine.
 */
export function createDraw(random: (() => number) | undefined): Draw {
  return random ? drawByChance(random) : drawInTurn();
}

function drawByChance(random: () => number): Draw {
  return {
    isOne: (share) => random() < share,
    label: (shares) => {
      let rest = random();
      for (const { label, share } of shares) {
        if (rest < share) return label;
        rest -= share;
      }
      return shares.at(-1)?.label ?? '';
    },
  };
}

function drawInTurn(): Draw {
  // What each list and each share has still to get.
  const owedLabels = new Map<readonly Share[], number[]>();
  const owedShares = new Map<number, number>();
  return {
    isOne: (share) => {
      const owed = (owedShares.get(share) ?? 0) + share;
      // A sum of tenths is a little less than one.
      const isDue = owed > 1 - 1e-9;
      owedShares.set(share, isDue ? owed - 1 : owed);
      return isDue;
    },
    label: (shares) => {
      const owed = (owedLabels.get(shares) ?? shares.map(() => 0)).map(
        (rest, index) => rest + (shares[index]?.share ?? 0),
      );
      const due = owed.indexOf(Math.max(...owed));
      owed[due] = (owed[due] ?? 0) - 1;
      owedLabels.set(shares, owed);
      return shares[due]?.label ?? '';
    },
  };
}
