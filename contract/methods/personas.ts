// Personas: prompt templates with variables. A session's persona is set by `sessions.patch`.
import { Type } from 'typebox';
import { MAX_TEMPLATE_CHARS, VARIABLE_PATTERN, type Persona } from '../types/personas.ts';
import { adminMethod, readMethod } from './define-method.ts';
import { Id, NoParams, Ok, closed, resultType } from './results.ts';

const MAX_VALUE_CHARS = 4_000;
const Name = Type.String({ minLength: 1, maxLength: 100 });
const Template = Type.String({ minLength: 1, maxLength: MAX_TEMPLATE_CHARS });
const Defaults = Type.Record(Type.String({ pattern: VARIABLE_PATTERN }), Type.String({ maxLength: MAX_VALUE_CHARS }));
const PersonaResult = resultType<{ readonly persona: Persona }>('Persona');

/** A persona for a session, with values for its variables. */
export const PersonaChoice = Type.Object({ id: Id, values: Type.Optional(Defaults) }, { additionalProperties: false });

/** Methods for personas. */
export const PERSONA_METHODS = {
  'personas.list': readMethod({
    summary: 'Lists personas by name.',
    params: NoParams,
    result: resultType<{ readonly personas: readonly Persona[] }>('Persona[]'),
  }),
  'personas.create': adminMethod({
    summary:
      'Creates a persona. `{name}` in the template is a variable; `{date}`, `{project}`, and `{branch}` are filled in automatically.',
    params: closed({ name: Name, template: Template, defaults: Type.Optional(Defaults) }),
    result: PersonaResult,
  }),
  'personas.update': adminMethod({
    summary: 'Updates a persona. Sessions that use it keep their text until it is chosen again.',
    params: closed({
      id: Id,
      name: Type.Optional(Name),
      template: Type.Optional(Template),
      defaults: Type.Optional(Defaults),
    }),
    result: PersonaResult,
  }),
  'personas.delete': adminMethod({
    summary: 'Deletes a persona. Sessions that use it keep their text.',
    params: closed({ id: Id }),
    result: Ok,
  }),
} as const;
