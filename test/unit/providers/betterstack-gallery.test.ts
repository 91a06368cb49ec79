import { betterstack as played } from "../../../loopback/betterstack/vendor.ts";
import { betterstack } from "../../../providers/betterstack/provider.ts";
import { betterstackExhibits } from "../../gallery/betterstack.ts";
import { betterstackByHand } from "../../gallery/betterstack-by-hand.ts";
import { describeGallery } from "./gallery-checks.ts";

describeGallery({
  played,
  provider: betterstack,
  exhibits: betterstackExhibits,
  byHand: betterstackByHand,
  untold: { betterstackMonitor: ["authPassword"] },
});
