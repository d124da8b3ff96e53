# A line's record, with a prefix before it skipped, NaN and Infinity null.
def record:
	.[(index("{") // 0):]
	| if test(": (NaN|-?Infinity)[,}]")
	  then gsub(": (NaN|-?Infinity)(?<end>[,}])"; ": null\(.end)")
	  else . end
	| try fromjson catch empty
	| objects;
