// Examples of times for schedules, which are the same in every language.

/** What `/schedule` understands. */
export const EXAMPLES = '`30m`, `2h`, `9:00`, `weekdays 9:00`';
