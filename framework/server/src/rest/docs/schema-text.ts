/** A JSON schema of draft 2020-12, as far as people are told of it. */
export type ToldSchema = {
  readonly $ref?: string
  readonly $defs?: Readonly<Record<string, ToldSchema>>
  readonly title?: string
  readonly description?: string
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly default?: unknown
  readonly anyOf?: readonly ToldSchema[]
  readonly oneOf?: readonly ToldSchema[]
  readonly allOf?: readonly ToldSchema[]
  readonly not?: ToldSchema
  readonly properties?: Readonly<Record<string, ToldSchema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: ToldSchema | boolean
  readonly items?: ToldSchema | boolean
  readonly prefixItems?: readonly ToldSchema[]
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
}

/** Characters that an object or a union may have in one line. */
const lineMax = 72

/**
 * A schema as a reader of TypeScript expects it: `{ sector: integer, by?: string }`, over several lines where it is long.
 * Bounds and defaults stand in parentheses, descriptions in comments. Parts that name themselves follow as `type …`.
 */
export function schemaText(schema: ToldSchema): string {
  const parts = Object.entries(schema.$defs ?? {}).map(([name, part]) => `type ${partName(name)} = ${textOf(part, '')}`)
  return [textOf(schema, ''), ...parts].join('\n\n')
}

/** `indent` is that of the line on which the text begins. */
function textOf(schema: ToldSchema, indent: string): string {
  const { $ref, not, type } = schema
  if ($ref !== undefined) return $ref === '#' ? 'the whole' : partName($ref.replace(/^.*\//, ''))
  if ('const' in schema) return JSON.stringify(schema.const)
  const options = optionsOf(schema)
  if (options !== undefined) return unionText(options, indent)
  if (schema.allOf !== undefined) return schema.allOf.map((part) => textOf(part, indent)).join(' & ')
  if (not !== undefined) return 'nothing'
  if (type === 'array') return arrayText(schema, indent)
  if (type === 'object') return objectText(schema, indent)
  return `${[type ?? 'any'].flat().join(' | ')}${inParentheses(boundsOf(schema))}`
}

/** The library calls a part that has no name of its own `__schema0`. */
function partName(name: string): string {
  return name.replace(/^__schema/, 'Part')
}

/** Of a union; those of a union within are its own. A constant is an option too. */
function optionsOf({ enum: values, anyOf, oneOf }: ToldSchema): readonly ToldSchema[] | undefined {
  if (values !== undefined) return values.map((value) => ({ const: value }))
  return (anyOf ?? oneOf)?.flatMap((option) => (option.title === undefined ? optionsOf(option) : undefined) ?? [option])
}

/** As many options to a line as fit, or each by itself where several are long, or have a title. */
function unionText(options: readonly ToldSchema[], indent: string): string {
  const texts = options.map((option) => textOf(option, indent))
  const isLong = texts.filter((text) => text.includes('\n')).length > 1
  if (isLong || options.some(({ title }) => title !== undefined))
    return texts.map((text, index) => `\n${indent}${titleOf(options[index], indent)}| ${text}`).join('')
  const lines: string[] = []
  for (const text of texts) {
    const line = lines.at(-1)
    if (line === undefined || lastLine(line).length + firstLine(text).length > lineMax) lines.push(text)
    else lines[lines.length - 1] = `${line} | ${text}`
  }
  return lines.join(`\n${indent}  | `)
}

function firstLine(text: string): string {
  return text.slice(0, Math.max(text.indexOf('\n'), 0) || text.length)
}

function lastLine(text: string): string {
  return text.slice(text.lastIndexOf('\n') + 1)
}

function titleOf(option: ToldSchema | undefined, indent: string): string {
  return option?.title === undefined ? '' : `// ${option.title}\n${indent}`
}

function arrayText({ items, prefixItems }: ToldSchema, indent: string): string {
  if (prefixItems !== undefined) return `[${prefixItems.map((item) => textOf(item, indent)).join(', ')}]`
  if (typeof items !== 'object') return 'any[]'
  const text = textOf(items, indent)
  return / \| |\n\s*\|/.test(outerText(text)) ? `(${text})[]` : `${text}[]`
}

/** Without what stands in braces. */
function outerText(text: string): string {
  const inner = text.replaceAll(/\{[^{}]*\}/g, '')
  return inner === text ? text : outerText(inner)
}

function objectText(schema: ToldSchema, indent: string): string {
  const within = `${indent}  `
  const fields = fieldsOf(schema)
  const texts = fields.map(({ name, value }) => {
    const text = textOf(value, within)
    return `${name}:${text.startsWith('\n') ? '' : ' '}${text}${inParentheses(defaultOf(value))}`
  })
  const line = texts.length === 0 ? '{}' : `{ ${texts.join(', ')} }`
  const isPlain = fields.every(({ value }) => value.description === undefined) && !line.includes('\n')
  if (isPlain && line.length <= lineMax) return line
  const lines = texts.map((text, index) => withComment(text, fields[index]?.value.description, within))
  return `{\n${lines.join('\n')}\n${indent}}`
}

type Field = { readonly name: string; readonly value: ToldSchema }

function fieldsOf({ properties = {}, required = [], additionalProperties }: ToldSchema): readonly Field[] {
  const named = Object.entries(properties).map(([key, value]) => {
    const name = /^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key)
    return { name: required.includes(key) ? name : `${name}?`, value }
  })
  if (typeof additionalProperties !== 'object') return named
  return [...named, { name: '[key: string]', value: additionalProperties }]
}

/** Behind a field of one line, before one of several. */
function withComment(text: string, description: string | undefined, indent: string): string {
  const comment = description?.replaceAll(/\s+/g, ' ')
  if (comment === undefined) return `${indent}${text}`
  return text.includes('\n') ? `${indent}// ${comment}\n${indent}${text}` : `${indent}${text}  // ${comment}`
}

function defaultOf({ default: value }: ToldSchema): readonly string[] {
  if (value === undefined) return []
  const text = JSON.stringify(value)
  return text.length <= lineMax ? [`default ${text}`] : []
}

/** Those of every whole number that JavaScript can count with say nothing. */
function boundsOf({ minLength, maxLength, minimum, maximum }: ToldSchema): readonly string[] {
  if (maxLength !== undefined) return [`${minLength ?? 0} to ${maxLength.toLocaleString('en')} characters`]
  const least = minimum === Number.MIN_SAFE_INTEGER ? undefined : minimum?.toLocaleString('en')
  const most = maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum?.toLocaleString('en')
  if (least !== undefined && most !== undefined) return [`${least} to ${most}`]
  if (least !== undefined) return [`from ${least}`]
  return most === undefined ? [] : [`up to ${most}`]
}

function inParentheses(notes: readonly string[]): string {
  return notes.length === 0 ? '' : ` (${notes.join(', ')})`
}
