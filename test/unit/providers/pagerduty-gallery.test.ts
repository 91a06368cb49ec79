import { pagerduty as played } from "../../../loopback/pagerduty/vendor.ts";
import { pagerduty } from "../../../providers/pagerduty/provider.ts";
import { pagerdutyExhibits } from "../../gallery/pagerduty.ts";
import { pagerdutyByHand } from "../../gallery/pagerduty-by-hand.ts";
import { describeGallery } from "./gallery-checks.ts";

describeGallery({
  played,
  provider: pagerduty,
  exhibits: pagerdutyExhibits,
  byHand: pagerdutyByHand,
  remains: ["users"],
});
