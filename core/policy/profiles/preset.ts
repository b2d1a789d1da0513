// The preset of commands that only read, as people see it: every profile whose commands read or print.
import type { PresetCommand } from '#contract/types/approvals.ts';
import { PROFILES } from './registry.ts';

/** The commands of the preset with their options. */
export function listReadOnlyCommands(): readonly PresetCommand[] {
  return PROFILES.filter(({ effect }) => effect === 'reads' || effect === 'prints').map(
    ({ command, options, operands }) => ({
      command,
      options: [...options].map(([name, { value, isOptional }]) =>
        value === undefined
          ? name
          : `${name}${isOptional === true ? '[' : ''}=${value}${isOptional === true ? ']' : ''}`,
      ),
      operands,
    }),
  );
}
