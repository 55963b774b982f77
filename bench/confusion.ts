/** Counts by true class (row) and judged class (column), in the order of the labels. */
export type Confusion = readonly (readonly number[])[];

export function confusionOf<Label extends string>(
  labels: readonly Label[],
  pairs: readonly (readonly [truth: Label, judged: Label])[],
): Confusion {
  const counts = labels.map(() => labels.map(() => 0));
  for (const [truth, judged] of pairs) {
    const row = counts[labels.indexOf(truth)];
    if (row) row[labels.indexOf(judged)]! += 1;
  }
  return counts;
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);
const column = (confusion: Confusion, at: number) => confusion.map((row) => row[at]!);
const mean = (numbers: readonly number[]) => share(sum(numbers), numbers.length);

const recallOf = (confusion: Confusion, at: number) => share(confusion[at]![at]!, sum(confusion[at]!));
const precisionOf = (confusion: Confusion, at: number) =>
  share(confusion[at]![at]!, sum(column(confusion, at)));

export function macroF1(confusion: Confusion): number {
  return mean(
    confusion.map((_, at) => {
      const [precision, recall] = [precisionOf(confusion, at), recallOf(confusion, at)];
      return share(2 * precision * recall, precision + recall);
    }),
  );
}

export function macroRecall(confusion: Confusion): number {
  return mean(confusion.map((_, at) => recallOf(confusion, at)));
}

/** With one label a case, micro-averaged F1 is the share judged rightly. */
export function microF1(confusion: Confusion): number {
  return share(sum(confusion.map((row, at) => row[at]!)), sum(confusion.map(sum)));
}

/** Precision and recall of the first class, which is the negative one. */
export function negativeScores(confusion: Confusion): { precision: number; recall: number } {
  return { precision: precisionOf(confusion, 0), recall: recallOf(confusion, 0) };
}
