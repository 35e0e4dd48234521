/**
 * A variable of a template as it stands in a text: `{name}` as a word of its own. Braces of JSON, LaTeX or code are left
 * alone. The core refuses by it and the editor marks by it. Only for `matchAll` and the like: it keeps no place.
 */
export const variablePattern = /(?<![\w\\^}{$])\{([a-z][a-z0-9_]*)\}(?!\})/gi
