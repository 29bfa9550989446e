"""zhibiao: numbers in Chinese policy and industry news, as open datasets."""
