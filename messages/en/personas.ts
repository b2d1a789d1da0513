// Personas.

export const personas = {
  'personas.title': 'Personas',
  'personas.summary': 'Prompt templates that you can choose for a new session or in the details of a session.',
  'personas.loading': 'Loading personas',
  'personas.loadFailed': "Couldn't load personas",
  'personas.empty': 'No personas yet.',
  'personas.new': 'New persona',
  'personas.edit': 'Edit persona',
  'personas.editNamed': 'Edit {name}',
  'personas.deleteNamed': 'Delete {name}',
  'personas.deleted': '{name} deleted',
  'personas.deleteFailed': "Couldn't delete the persona",
  'personas.restoreFailed': "Couldn't restore the persona",
  'personas.name': 'Name',
  'personas.template': 'Template',
  'personas.templateHint':
    "Names in braces, such as '{language}', are variables. '{date}', '{project}', and '{branch}' are filled in automatically.",
  'personas.defaultFor': 'Default for {variable}',
  'personas.persona': 'Persona',
  'personas.personaHint': 'Part of the instructions from the next message on.',
  'personas.none': 'None',
  'personas.gone': '{name} (deleted)',
  'personas.use': 'Use persona',
  'personas.valuesText': 'Enter a value for each variable of this persona.',
} as const;
