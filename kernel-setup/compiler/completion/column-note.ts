/**
 * What stands beside the name of a column or an option: `number, mag`, `text`.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';
import { shortType } from '../errors/short-types.js';
import type { TypeReader } from '../wanted/wanted-types.js';

/** The kind of a column's values, and their unit if the type has one. */
export function columnNote(reader: TypeReader, column: TypeScript.Type): string {
  const { checker } = reader;
  const [values, unit] = checker.getTypeArguments(column as TypeScript.TypeReference);
  if (!values) return valueNote(reader, column);
  return unit?.isStringLiteral() && unit.value !== ''
    ? `${kindOf(reader, values)}, ${unit.value}`
    : kindOf(reader, values);
}

/** The kind of a value in a row, and its unit. */
export function valueNote(reader: TypeReader, type: TypeScript.Type): string {
  const { checker } = reader;
  const unit = checker.getPropertyOfType(checker.getNonNullableType(type), 'unit');
  const declared = unit?.valueDeclaration && checker.getTypeOfSymbolAtLocation(unit, unit.valueDeclaration);
  const texts = declared ? (declared.isUnion() ? declared.types : [declared]) : [];
  const [text] = texts.flatMap(member => (member.isStringLiteral() ? [member.value] : []));
  return text ? `${kindOf(reader, type)}, ${text}` : kindOf(reader, type);
}

/** The type of an option, what a type parameter may be included; empty if that says nothing. */
export function optionNote({ checker }: TypeReader, type: TypeScript.Type): string {
  const plain = checker.getNonNullableType(type);
  const text = shortType(checker.typeToString(checker.getBaseConstraintOfType(plain) ?? plain));
  return /\bnever\b/.test(text) ? '' : text;
}

function kindOf({ ts, checker }: TypeReader, type: TypeScript.Type): string {
  const plain = checker.getNonNullableType(type);
  const parts = plain.isUnion() ? plain.types : [plain];
  const isNumber = (part: TypeScript.Type): boolean =>
    part.isIntersection() ? part.types.some(isNumber) : (part.flags & ts.TypeFlags.NumberLike) !== 0;
  if (parts.every(isNumber)) return 'number';
  if (parts.every(({ flags }) => flags & ts.TypeFlags.StringLike)) return 'text';
  return shortType(checker.typeToString(plain));
}
