/** Something that ElastAlert's rule says and Vigie's does not, or says otherwise, and what to do about it. */
export type Note = {
  readonly file: string;
  /** Lines and columns count from 1. */
  readonly line: number;
  readonly column: number;
  /** Name of the new rule, or of ElastAlert's where there is none; absent where the file as a whole is meant. */
  readonly rule?: string;
  /** As ElastAlert has it: `filter[0].term`; empty where the rule as a whole is meant. */
  readonly option: string;
  readonly message: string;
};

/** `old/storm.yaml:7:1 rule acme-storm, threshold_cur: is missing …`. */
export function formatNote({ file, line, column, rule, option, message }: Note): string {
  const about = [rule === undefined ? '' : `rule ${rule}`, option].filter((part) => part !== '').join(', ');
  return `${file}:${line}:${column} ${about === '' ? '' : `${about}: `}${message}`;
}
