/** Operators of the matcher language; `:` means that a word or phrase is contained. */
export const OPERATORS = ['=~', '!=', '!~', '<=', '>=', '=', '<', '>', ':'] as const;
export type Operator = (typeof OPERATORS)[number];

/**
 * A field that can be matched. `read` gives `undefined` (or an empty list) where the subject has no value;
 * a missing value equals nothing and is neither below nor above anything.
 */
export type Field<Subject> =
  | {
      /** Compared without regard to upper and lower case; several values match when one does. */
      readonly kind: 'text';
      readonly summary: string;
      readonly read: (subject: Subject) => string | readonly string[] | undefined;
    }
  | {
      /** Long text, searched for words. */
      readonly kind: 'prose';
      readonly summary: string;
      readonly read: (subject: Subject) => string | undefined;
    }
  | {
      readonly kind: 'choice';
      readonly summary: string;
      readonly values: readonly string[];
      /** The values stand in order, so that `>=` makes sense. */
      readonly ordered: boolean;
      readonly read: (subject: Subject) => string | undefined;
    }
  | {
      readonly kind: 'number';
      readonly summary: string;
      readonly read: (subject: Subject) => number | undefined;
      /** Words that may stand for the number, as in sentiment="negative". */
      readonly words?: {
        readonly values: readonly string[];
        readonly read: (subject: Subject) => string | undefined;
      };
    };

export type Fields<Subject> = Readonly<Record<string, Field<Subject>>>;
