/** A part of a list, and where the parts before and after it begin (undefined: there is none). */
export interface Page<T> {
  readonly items: readonly T[];
  readonly total: number;
  readonly next: number | undefined;
  readonly previous: number | undefined;
}

/** `limit` items from number `offset` on, counted from 0. */
export function pageByOffset<T>(all: readonly T[], offset: number, limit: number): Page<T> {
  return {
    items: all.slice(offset, offset + limit),
    total: all.length,
    next: offset + limit < all.length ? offset + limit : undefined,
    previous: offset > 0 ? Math.max(0, offset - limit) : undefined,
  };
}

/** Page `page` (counted from 1) of `size` items. `next` and `previous` are page numbers. */
export function pageByNumber<T>(all: readonly T[], page: number, size: number): Page<T> {
  return {
    items: all.slice((page - 1) * size, page * size),
    total: all.length,
    next: page * size < all.length ? page + 1 : undefined,
    previous: page > 1 ? page - 1 : undefined,
  };
}
