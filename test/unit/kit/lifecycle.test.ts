import { describe, expect, it } from "vitest";
import { create, InitFailed, read, update } from "../../../providers/kit/lifecycle.ts";
import { Box, emptyShelf, type Shelf } from "./definition.ts";

const call = (client: Shelf) => ({ client, signal: new AbortController().signal });
const atOnce = async (): Promise<void> => {};
const inputs = { label: "tools", size: 3, key: "open sesame" };

describe("creating exactly once", () => {
  it("makes it and keeps inputs and outputs", async () => {
    const shelf = emptyShelf();
    expect(await create(Box, call(shelf), inputs, "box")).toEqual({ id: "tools", state: { ...inputs, weight: 300 } });
  });

  it("finds an object whose answer was lost, and does not make a second one", async () => {
    const shelf = emptyShelf("lost");
    const made = await create(Box, call(shelf), inputs, "box");
    expect(made).toEqual({ id: "tools", state: { ...inputs, weight: 300 } });
    expect(shelf.creates).toBe(1);
  });

  it("sends again what never arrived", async () => {
    const shelf = emptyShelf("unheard", "unheard");
    const waits: number[] = [];
    const wait = async (ms: number): Promise<void> => void waits.push(ms);
    expect((await create(Box, call(shelf), inputs, "box", wait)).id).toBe("tools");
    expect([shelf.creates, waits]).toEqual([3, [1000, 2000]]);
  });

  it("finds an object that shows only a moment after its answer was lost, and makes no second one", async () => {
    const shelf = emptyShelf("lost");
    let looks = 0;
    const late: typeof Box = { ...Box, find: async (...given) => (++looks <= 2 ? undefined : Box.find?.(...given)) };
    expect((await create(late, call(shelf), inputs, "box", atOnce)).id).toBe("tools");
    expect([shelf.creates, looks]).toEqual([1, 3]);
  });

  it("says that nobody knows, when it is cancelled before the second look", async () => {
    const abort = new AbortController();
    const shelf = emptyShelf("unheard");
    const wait = async (): Promise<void> => abort.abort();
    const created = create(Box, { client: shelf, signal: abort.signal }, inputs, "box", wait);
    await expect(created).rejects.toThrow("may or may not have happened");
    expect(shelf.creates).toBe(1);
  });

  it("gives up a request that never arrives", async () => {
    const shelf = emptyShelf("unheard", "unheard", "unheard", "unheard");
    await expect(create(Box, call(shelf), inputs, "box", atOnce)).rejects.toThrow("its answer was lost");
    expect(shelf.boxes.size).toBe(0);
  });

  it("never takes over a stranger's object: it prints the import line", async () => {
    const shelf = emptyShelf();
    shelf.boxes.set("tools", { label: "tools", size: 1, key: "theirs" });
    await expect(create(Box, call(shelf), inputs, "box")).rejects.toThrow(
      "pulumi import shelf:index/box:Box box 'tools'",
    );
    expect(shelf.boxes.get("tools")?.key).toBe("theirs");
  });

  it("without a natural key, a lost answer is an error and never a second create", async () => {
    const shelf = emptyShelf("lost");
    const { find: _, ...keyless } = Box;
    await expect(create(keyless, call(shelf), inputs, "box")).rejects.toThrow("is not created twice");
    expect(shelf.creates).toBe(1);
  });

  it("keeps the id of an object that was made but not finished", async () => {
    const failure = await create(Box, call(emptyShelf("refused")), inputs, "box").catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(InitFailed);
    expect(failure).toMatchObject({ id: "tools", state: { label: "tools", weight: 300 } });
  });
});

describe("reading", () => {
  it("keeps write-only inputs from state and takes the rest from the vendor", async () => {
    const shelf = emptyShelf();
    shelf.boxes.set("tools", { label: "tools", size: 7, key: "changed by hand" });
    const found = await read(Box, call(shelf), "tools", { state: { ...inputs, weight: 300 }, inputs });
    expect(found).toEqual({ inputs: { ...inputs, size: 7 }, state: { ...inputs, size: 7, weight: 700 } });
  });

  it("drops a write-only input that the vendor proves changed, so that the next update writes it", async () => {
    const shelf = emptyShelf();
    shelf.boxes.set("tools", inputs);
    const telling: typeof Box = {
      ...Box,
      read: async (...given) => {
        const found = await Box.read(...given);
        return found && { ...found, changed: ["key"] };
      },
    };
    const found = await read(telling, call(shelf), "tools", { state: { ...inputs, weight: 300 }, inputs });
    expect(found?.inputs).toEqual({ label: "tools", size: 3 });
  });

  it("says of a vanished object that it is gone", async () => {
    expect(await read(Box, call(emptyShelf()), "tools", { state: inputs, inputs })).toBeUndefined();
  });

  it("names the form of a malformed import id", async () => {
    await expect(read(Box, call(emptyShelf()), "a/b", { state: {}, inputs: {} })).rejects.toThrow("give it as <label>");
  });
});

describe("updating", () => {
  it("finishes an object whose kind has no update by reading it", async () => {
    const shelf = emptyShelf();
    shelf.boxes.set("tools", inputs);
    const { update: _, ...fixed } = Box;
    expect(await update(fixed, call(shelf), "tools", inputs, {})).toEqual({ ...inputs, weight: 300 });
  });
});
