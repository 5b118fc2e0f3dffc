import { type ArgumentMetadata, BadRequestException, type PipeTransform } from '@nestjs/common';
import type { z } from 'zod';

/** Reads one query parameter by its schema; `undefined` where the request has none. Answers 400 otherwise. */
export class ParameterPipe<Value> implements PipeTransform<unknown, Value | undefined> {
  readonly #schema: z.ZodType<Value, unknown>;

  constructor(schema: z.ZodType<Value, unknown>) {
    this.#schema = schema;
  }

  transform(value: unknown, { data: name }: ArgumentMetadata): Value | undefined {
    if (value === undefined) return undefined;
    const { success, data, error } = this.#schema.safeParse(value);
    if (success) return data;
    throw new BadRequestException(
      `${name} is ${JSON.stringify(value)}, expected ${error.issues[0]?.message}.`,
    );
  }
}
