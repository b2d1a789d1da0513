// How much a model thinks, as the choices of a menu.

/** The session sets no level, so the model's default applies. */
const MODEL_DEFAULT = 'default';
/** In the order in which they are offered. */
export const THINKING_CHOICES = [MODEL_DEFAULT, 'off', 'low', 'medium', 'high'] as const;
/** A choice of the menu. */
export type ThinkingChoice = (typeof THINKING_CHOICES)[number];

/** The choice that a session's level is shown as. */
export function toThinkingChoice(level: string | undefined): ThinkingChoice {
  return THINKING_CHOICES.find((known) => known === level) ?? MODEL_DEFAULT;
}

/** The level of a choice; undefined for the model's default. */
export function fromThinkingChoice(choice: ThinkingChoice): string | undefined {
  return choice === MODEL_DEFAULT ? undefined : choice;
}
